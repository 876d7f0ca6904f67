package org.sparksoftmax.data.job;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The Hadoop configuration of commands that need no Spark session. */
public final class HadoopSettings {

  private HadoopSettings() {}

  /** As a session would have it: with the settings {@code spark.hadoop.*} of this process. */
  public static Configuration ofProcess() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
