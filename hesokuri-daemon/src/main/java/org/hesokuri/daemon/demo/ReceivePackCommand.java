package org.hesokuri.daemon.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;

/** What {@code ssh machine git-receive-pack path} runs on a machine of the demo. */
final class ReceivePackCommand implements Command {

  private final String asked;
  private final Repository repository;
  private Optional<Thread> work = Optional.empty();
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;

  ReceivePackCommand(String asked, Repository repository) {
    this.asked = asked;
    this.repository = repository;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    Thread thread = new Thread(this::run, "demo-receive-pack");
    thread.setDaemon(true);
    work = Optional.of(thread);
    thread.start();
  }

  private void run() {
    int code = 1;
    try {
      if (isForUs()) {
        receive();
        code = 0;
      } else if (err != null) {
        err.write(("there is no repository for " + asked + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
      }
    } catch (IOException brokenOff) {
      code = 1; // The other side sees the end of the connection and tries again by itself.
    } finally {
      if (exit != null) {
        exit.onExit(code);
      }
    }
  }

  private boolean isForUs() {
    String folder =
        repository.isBare()
            ? repository.getDirectory().getPath()
            : repository.getWorkTree().getPath();
    return asked.equals("git-receive-pack '" + folder + "'");
  }

  private void receive() throws IOException {
    String checkedOut = repository.isBare() ? "" : repository.getFullBranch();
    ReceivePack pack = new ReceivePack(repository);
    // JGit would let a checked-out branch be moved without its files.
    pack.setPreReceiveHook(
        (receiving, commands) ->
            commands.stream()
                .filter(command -> command.getRefName().equals(checkedOut))
                .forEach(
                    command -> command.setResult(ReceiveCommand.Result.REJECTED_CURRENT_BRANCH)));
    pack.receive(in, out, err);
  }

  @Override
  public void destroy(ChannelSession channel) {
    work.ifPresent(Thread::interrupt);
  }
}
