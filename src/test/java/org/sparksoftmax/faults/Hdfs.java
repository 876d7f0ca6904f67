package org.sparksoftmax.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * HDFS in this JVM, on loopback: a NameNode and two DataNodes. The user who runs the tests is not
 * its superuser, so permissions apply.
 */
final class Hdfs implements AutoCloseable {

  private static final UserGroupInformation SUPERUSER =
      UserGroupInformation.createUserForTesting("hdfs", new String[] {"supergroup"});

  private final MiniDFSCluster cluster;

  /** The address, which stays when the NameNode stops. */
  private final URI uri;

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
    this.uri = cluster.getURI();
  }

  /**
   * Starts the processes.
   *
   * @param folder the local folder of their files
   */
  static Hdfs start(Path folder) throws IOException, InterruptedException {
    Configuration conf = new Configuration();
    // Files of some kilobytes have several blocks.
    conf.setLong("dfs.namenode.fs-limits.min-block-size", 0);
    conf.setLong("dfs.blocksize", 64 << 10);
    conf.setInt("dfs.replication", 2);
    conf.setBoolean("dfs.permissions.enabled", true);
    // A lost DataNode is seen within seconds.
    conf.setInt("dfs.heartbeat.interval", 1);
    conf.setInt("dfs.namenode.heartbeat.recheck-interval", 500);
    for (String server : new String[] {"dfs.namenode.http", "dfs.datanode.http"}) {
      conf.set(server + "-address", "127.0.0.1:0");
    }
    return new Hdfs(
        asSuperuser(
            () ->
                new MiniDFSCluster.Builder(conf, folder.toFile())
                    .numDataNodes(2)
                    .checkDataNodeHostConfig(true)
                    .build()));
  }

  private static <T> T asSuperuser(PrivilegedExceptionAction<T> action)
      throws IOException, InterruptedException {
    return SUPERUSER.doAs(action);
  }

  MiniDFSCluster cluster() {
    return cluster;
  }

  /** The address of a path. */
  String uri(String path) {
    return uri + path;
  }

  /** Host and port of the NameNode. */
  String address() {
    return uri.getAuthority();
  }

  /** Starts the NameNode again, at the same address. */
  void restart() throws IOException, InterruptedException {
    asSuperuser(
        () -> {
          cluster.restartNameNode(0);
          return null;
        });
  }

  /** The files as the superuser sees them. */
  DistributedFileSystem admin() throws IOException, InterruptedException {
    return asSuperuser(
        () -> (DistributedFileSystem) FileSystem.newInstance(uri, cluster.getConfiguration(0)));
  }

  /** Waits until all DataNodes that run are known to the NameNode. */
  void awaitActive() throws IOException, InterruptedException {
    asSuperuser(
        () -> {
          cluster.waitActive();
          return null;
        });
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
