package org.sparksoftmax.cli;

/** A bad line of each kind, with its error. */
final class BadLines {

  /** Bad csv lines with the columns x, k (categorical), w (weight), label; and their errors. */
  static final String[][] CSV = {
    {"1,red,1", "the line has 3 cells, expected 4"},
    {
      "nan,red,1,a",
      "the value in column 'x' is missing ('nan'): see data.missing, or list the column in data.exclude-columns"
    },
    {"-inf,red,1,a", "column 'x' holds '-inf', which is not finite"},
    {
      "0x1F,red,1,a",
      "column 'x' holds '0x1F', which is not a number: list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns"
    },
    {
      ",red,1,a",
      "the value in column 'x' is missing (''): see data.missing, or list the column in data.exclude-columns"
    },
    {
      "1,NA,1,a",
      "the value in column 'k' is missing ('NA'): see data.missing, or list the column in data.exclude-columns"
    },
    {"1,lilac,-1,a", "weight -1.0 in column 'w' is negative (must be >= 0)"},
    {"1,lilac,1e999,a", "column 'w' holds '1e999', which is not finite"},
    {"1,lilac,1,", "the label in column 'label' is missing"},
    {"1,lilac,1,c", "label 'c' is not among data.classes"},
    {"1e999,lilac,1,a", "column 'x' holds '1e999', which is not finite"},
    {"\"1,red,1,a", "unterminated quote: a quoted cell must not span lines"},
    {
      "\"say \"\"no\"\"\",red,1,a",
      "column 'x' holds 'say \"no\"', which is not a number: list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns"
    },
    {
      "1\u0001\u0007,r\u00FFd,1",
      "the line is not UTF-8 text after '1\\u0001\\u0007,r': set data.encoding, for example to ISO-8859-1 or windows-1252"
    },
  };

  /** Bad libsvm lines with five features and the labels 0 and 1; and their errors. */
  static final String[][] LIBSVM = {
    {
      "1 0:1",
      "index '0' is not a whole number from 1 to 2147483646: set data.index-base = 0 if indices start from 0"
    },
    {"1 -1:2", "index '-1' is not a whole number from 1 to 2147483646"},
    {"1 99999999999:1", "index '99999999999' is not a whole number from 1 to 2147483646"},
    {"1 x:1", "index 'x' is not a whole number from 1 to 2147483646"},
    {"1 6:1", "index 6 is beyond data.num-features = 5"},
    {"1 2:1 2:2", "index 2 is listed twice"},
    {"1 3:1 2:1", "index 2 follows 3 (indices must increase)"},
    {"1 2:nan", "'nan', which is not finite"},
    {"1 2:", "'', which is not a number"},
    {"1 2", "'2' is not of the form index:value"},
    {"1:2 2:1", "the line begins with '1:2' where its label should be"},
    {"2 2:1", "label '2' is not among data.classes"},
    {"1 5:1e999", "'1e999', which is not finite"},
  };

  private BadLines() {}
}
