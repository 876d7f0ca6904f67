package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFailureTest {

  private static final String TRACE =
      "\n\tat org.apache.hadoop.hdfs.server.Some.method(Some.java:1)";

  /** What Hadoop 3.3 to 3.5 says, and whether only writes fail so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Permission denied: user=ann, access=READ, inode=\"/a\":hdfs:supergroup:-rw------- | false | Permission denied: user=ann, access=READ, inode=\"/a\":hdfs:supergroup:-rw-------; give",
        "Permission denied: user=ann, access=WRITE, inode=\"/\":hdfs:supergroup:drwxr-xr-x | true | Permission denied: user=ann, access=WRITE, inode=\"/\":hdfs:supergroup:drwxr-xr-x; give",
        "The NameSpace quota (directories and files) of directory /a is exceeded: quota=1 file count=2 | true | The NameSpace quota (directories and files) of directory /a is exceeded: quota=1 file count=2; raise it",
        "The DiskSpace quota of /a is exceeded: quota = 65536 B = 64 KB but diskspace consumed = 131072 B = 128 KB | true | The DiskSpace quota of /a is exceeded: quota = 65536 B = 64 KB but diskspace consumed = 131072 B = 128 KB (a file",
        "Cannot create file/a. Name node is in safe mode. | true | Cannot create file/a. Name node is in safe mode, which permits no changes; repeat",
        "Zero blocklocations for /a. Name node is in safe mode. | false | Zero blocklocations for /a. Name node is in safe mode, which",
        "Could not obtain block: BP-1-127.0.0.1-1:blk_1_2 file=/a/b No live nodes contain current block | false | no DataNode gives block BP-1-127.0.0.1-1:blk_1_2 of /a/b; 'hdfs fsck /a/b -blocks",
        "File /a could only be written to 0 of the 1 minReplication nodes. There are 0 datanode(s) running and 0 node(s) are excluded in this operation. | true | File /a could only be written to 0 of the 1 minReplication nodes: too few DataNodes",
        "Call From h/10.0.0.1 to nn:8020 failed on connection exception: java.net.ConnectException: Connection refused; For more details see:  http://wiki.apache.org/hadoop/ConnectionRefused | false | nn:8020 does not answer (Connection refused); correct",
        "Call From h/10.0.0.1 to nn:8020 failed on socket timeout exception: org.apache.hadoop.net.ConnectTimeoutException: 9 millis timeout while waiting for channel to be ready for connect. ch : java.nio.channels.SocketChannel[connection-pending remote=nn/10.0.0.1:8020]; For more details see:  http://wiki.apache.org/hadoop/SocketTimeout | false | nn:8020 does not answer (9 millis timeout while waiting for channel to be ready for connect); correct",
        "End of File Exception between local host is: \"vm/127.0.0.1\"; destination host is: \"nn\":8020; : java.io.EOFException; For more details see:  http://wiki.apache.org/hadoop/EOFException | false | nn:8020 does not answer (it closed the connection); correct",
        "Failed on local exception: java.io.IOException: Connection reset by peer; Host Details : local host is: \"vm/127.0.0.1\"; destination host is: \"nn\":8020;  | false | nn:8020 does not answer (it closed the connection); correct",
      })
  void whatHdfsSaysIsOneLineWithARemedy(String said, boolean ofWrite, String line) {
    IOException thrown = new IOException(said + TRACE);
    assertThat(FileFailure.of(thrown))
        .hasValueSatisfying(failure -> assertThat(failure.ofWrite()).isEqualTo(ofWrite));
    assertThat(FileFailure.reason(thrown)).startsWith(line).hasLineCount(1);
    IOException task = new IOException("Task 0 in stage 1.0 failed: java.io.IOException: " + said);
    assertThat(FileFailure.reason(new IOException("outer", task))).startsWith(line).hasLineCount(1);
  }

  @Test
  void otherFailuresKeepTheirFirstLine() {
    assertThat(FileFailure.reason(new IOException("disk full" + TRACE))).isEqualTo("disk full");
    assertThat(FileFailure.reason(new IOException())).isEqualTo("java.io.IOException");
    assertThat(FileFailure.of(new IOException("disk full"))).isEmpty();
  }
}
