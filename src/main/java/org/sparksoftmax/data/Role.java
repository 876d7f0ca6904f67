package org.sparksoftmax.data;

/** What a row of the training files is used for. */
enum Role {
  TRAIN,
  VALIDATION,
  TEST
}
