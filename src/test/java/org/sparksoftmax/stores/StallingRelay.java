package org.sparksoftmax.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Passes requests on to a server on loopback, and stops in the middle of the body of the first
 * request that begins with a given text.
 */
final class StallingRelay implements AutoCloseable {

  private final ServerSocket listener;
  private final int server;
  private final String request;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * @param request the start of the request, such as {@code PUT /bucket/name}
   */
  StallingRelay(int server, String request) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.request = request;
    start(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Whether the request has come, and half of its body has been passed on. */
  boolean isStalled() {
    return stalled.getCount() == 0;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.addAll(List.of(client, target));
        start(() -> pass(client, target, true));
        start(() -> pass(target, client, false));
      }
    } catch (IOException closed) {
      stalled.countDown(); // nobody waits for a relay that has ended
    }
  }

  private void pass(Socket from, Socket to, boolean isRequest) {
    byte[] bytes = new byte[1 << 16];
    boolean found = false;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        boolean inBody = found;
        found |= isRequest && !isStalled() && text.startsWith(request);
        int body = inBody ? 0 : text.indexOf("\r\n\r\n") + 4;
        if (found && body < length) {
          // Half of the body: a trailer follows its content.
          out.write(Arrays.copyOf(bytes, (body + length) / 2));
          out.flush();
          stalled.countDown();
          while (in.read() >= 0) {
            // Nothing more is passed on until the client closes the connection.
          }
          return;
        }
        out.write(bytes, 0, length);
        out.flush();
      }
    } catch (IOException closed) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
