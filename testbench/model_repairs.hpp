// What mends the C++ that Verilator 5.006 makes of some models; included ahead of it. It changes
// nothing where that is right.
#pragma once

#include "verilated.h"

namespace bench {

// Sets the highest words of a constant of `bits` bits, from bit `low_bit` on, to `values`, of which
// the highest is the first, and clears those above.
//
// Verilator sets the words of a constant of more than 256 bits from the highest down, eight in a
// call. Its own call for the highest counts those above from the wrong word: it leaves them as they
// were, and writes zeros behind the constant.
template <class... Words>
WDataOutP set_high_words(int bits, int low_bit, WDataOutP words, Words... values) {
  const WDataOutP first = words + VL_WORDS_I(low_bit);
  int index = static_cast<int>(sizeof...(values));
  for (int above = index; above < VL_WORDS_I(bits) - VL_WORDS_I(low_bit); ++above) first[above] = 0;
  ((first[--index] = values), ...);
  return first;
}

}  // namespace bench

#define VL_CONSTHI_W_1X bench::set_high_words
#define VL_CONSTHI_W_2X bench::set_high_words
#define VL_CONSTHI_W_3X bench::set_high_words
#define VL_CONSTHI_W_4X bench::set_high_words
#define VL_CONSTHI_W_5X bench::set_high_words
#define VL_CONSTHI_W_6X bench::set_high_words
#define VL_CONSTHI_W_7X bench::set_high_words
#define VL_CONSTHI_W_8X bench::set_high_words

// What a claim reads is copied before the cycle, vectors of 40 words and more in a loop, which
// stands ahead of the declaration of its variable.
inline thread_local IData __Vilp = 0;
