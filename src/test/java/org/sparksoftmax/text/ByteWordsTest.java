package org.sparksoftmax.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ByteWordsTest {

  @Property
  void findsExactlyTheBytesThatAreEqual(
      @ForAll("words") byte[] bytes, @ForAll("bytes") byte wanted) {
    long mask = ByteWords.matches(ByteWords.word(bytes, 0), ByteWords.repeated(wanted));
    long expected = 0;
    for (int i = 0; i < ByteWords.BYTES; i++) {
      expected |= bytes[i] == wanted ? 0x80L << (8 * i) : 0;
    }
    assertThat(mask).isEqualTo(expected);
    for (int count = 0; count <= ByteWords.BYTES; count++) {
      int first = 0;
      while (first < count && bytes[first] != wanted) {
        first++;
      }
      int found = ByteWords.index(mask & ByteWords.first(count));
      assertThat(found).isEqualTo(first < count ? first : ByteWords.BYTES);
    }
  }

  @Property
  void findsTheFirstByteOfASlice(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int start) {
    int from = Math.min(start, bytes.length);
    int expected = from;
    while (expected < bytes.length && bytes[expected] != '#') {
      expected++;
    }
    assertThat(ByteWords.indexOf((byte) '#', bytes, from, bytes.length)).isEqualTo(expected);
  }

  @Property
  void countsAndParsesDigitsAsTheLibraryDoes(@ForAll("words") byte[] bytes) {
    long word = ByteWords.word(bytes, 0);
    int digits = 0;
    while (digits < ByteWords.BYTES && bytes[digits] >= '0' && bytes[digits] <= '9') {
      digits++;
    }
    assertThat(ByteWords.digits(word)).isEqualTo(digits);
    for (int count = 1; count <= ByteWords.BYTES; count++) {
      long expected =
          count <= digits
              ? Long.parseLong(new String(Arrays.copyOf(bytes, count), StandardCharsets.ISO_8859_1))
              : -1;
      assertThat(ByteWords.number(word, count)).isEqualTo(expected);
    }
  }

  /** Digits, the bytes just below and above them, and arbitrary bytes. */
  @Provide
  Arbitrary<Byte> bytes() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.bytes().between((byte) '0', (byte) '9')),
        Tuple.of(1, Arbitraries.of((byte) '/', (byte) ':', (byte) -80, (byte) -1)),
        Tuple.of(1, Arbitraries.bytes()));
  }

  @Provide
  Arbitrary<byte[]> words() {
    return bytes().array(byte[].class).ofSize(ByteWords.BYTES);
  }
}
