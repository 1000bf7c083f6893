/// Cuts 0 ..< `count` into at most `chunks` ranges of almost equal length.
///
/// Sums of floating point numbers depend on their order, so the chunks must not depend on the
/// number of cores.
func chunked(_ count: Int, into chunks: Int = 16) -> [Range<Int>] {
  let chunks = min(chunks, count)
  return (0..<chunks).map { $0 * count / chunks..<($0 + 1) * count / chunks }
}
