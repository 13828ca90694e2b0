package org.hesokuri.web;

/**
 * Why a request is not let through.
 *
 * @param status the HTTP status
 * @param why a sentence for whoever sent it, without a full stop
 * @param retryAfter in how many seconds it makes sense to try again; 0 if that is not known
 */
record Refusal(int status, String why, long retryAfter) {

  /** One of which it is not known when to try again. */
  Refusal(int status, String why) {
    this(status, why, 0);
  }
}
