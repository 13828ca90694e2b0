package org.hesokuri.bench;

/** One benchmark. */
interface Scenario {

  /** How it is named on the command line. */
  String name();

  /** What it measures, in half a sentence. */
  String about();

  /** Measures. */
  void run(Workplace workplace, Report report) throws Exception;
}
