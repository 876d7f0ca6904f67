package org.sparksoftmax.cli;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under addresses with user and password: {@code vault://user:password@host/path}. */
public final class VaultFileSystem extends RawLocalFileSystem {
  private URI uri = URI.create("vault:///");

  @Override
  public void initialize(URI address, Configuration conf) throws IOException {
    super.initialize(address, conf);
    uri = URI.create(address.getScheme() + "://" + address.getAuthority());
    setWorkingDirectory(getInitialWorkingDirectory());
  }

  @Override
  public URI getUri() {
    return uri == null ? URI.create("vault:///") : uri; // the superclass asks while it is made
  }

  @Override
  public String getScheme() {
    return "vault";
  }
}
