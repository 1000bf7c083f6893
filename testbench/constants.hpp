// Constants of more than 256 bits in the C++ of a model, included ahead of it.
//
// Verilator sets the words of such a constant from the highest down, eight in a call. The call for
// the highest words also clears those above them. Verilator 5.006 counts those from the wrong word:
// it leaves them as they were, and writes zeros behind the constant. So here is another such call.
#pragma once

#include "verilated.h"

namespace bench {

// `values` are the words from bit `low_bit` on, the highest first, of a constant of `bits` bits.
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
