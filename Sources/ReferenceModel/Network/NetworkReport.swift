import AttentionSpec
import NetworkSpec

/// Tells an observer, if there is one, the tensors of one block, or of what lies outside of blocks.
///
/// Numbers are handed on as they are: without an observer nothing is copied nor made.
struct NetworkReport {
  let block: Int?
  let observe: ((NetworkCheckpoint, [Float]) -> Void)?

  func callAsFunction(_ tensor: NetworkTensor, _ matrix: Matrix<Float>) {
    self(tensor) { matrix.storage }
  }

  func callAsFunction(_ tensor: NetworkTensor, _ numbers: () -> [Float]) {
    observe?(NetworkCheckpoint(tensor, block: block), numbers())
  }
}
