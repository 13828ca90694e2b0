package org.hesokuri.git.ssh;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.jspecify.annotations.Nullable;

/**
 * What one session uses of the network that all share: its end closes the session's own
 * connections, whatever became of the session, and leaves the others theirs.
 */
final class NetworkShare extends AbstractInnerCloseable implements IoServiceFactory {

  private final IoServiceFactory network;
  private final List<IoService> used = new CopyOnWriteArrayList<>();
  private volatile @Nullable IoServiceEventListener listener;

  NetworkShare(IoServiceFactory network) {
    this.network = network;
  }

  @Override
  public IoConnector createConnector(IoHandler handler) {
    return remember(network.createConnector(handler));
  }

  @Override
  public IoAcceptor createAcceptor(IoHandler handler) {
    return remember(network.createAcceptor(handler));
  }

  private <S extends IoService> S remember(S service) {
    service.setIoServiceEventListener(listener);
    used.add(service);
    return service;
  }

  @Override
  public @Nullable IoServiceEventListener getIoServiceEventListener() {
    return listener;
  }

  @Override
  public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
    this.listener = listener;
  }

  @Override
  protected Closeable getInnerCloseable() {
    return builder().parallel(used.toArray(new Closeable[0])).build();
  }
}
