package org.hesokuri.git.ssh;

import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/**
 * Gives the sessions to peers the threads that they share, and everybody else in the process what
 * the ssh library would. Public because that library makes it, by its name; see {@link
 * SshdDefaults}.
 */
public final class SessionIo implements IoServiceFactoryFactory {

  private final IoServiceFactoryFactory others = new Nio2ServiceFactoryFactory();

  /** For the ssh library. */
  public SessionIo() {}

  @Override
  public IoServiceFactory create(FactoryManager manager) {
    return SessionThreads.ofThisThread()
        .map(loan -> loan.serve(manager))
        .orElseGet(() -> others.create(manager));
  }

  @Override
  public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
    others.setExecutorServiceFactory(factory);
  }
}
