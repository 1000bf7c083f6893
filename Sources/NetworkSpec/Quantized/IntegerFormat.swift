/// What the integers of a tensor stand for: real value = scale * (integer + offset), where a tensor
/// may have several scales, one for each head or channel.
public struct IntegerFormat: Sendable, Equatable {
  public let scales: [Double]
  /// As many as there are scales; zeros but for pixels and what leaves a GELU.
  public let offsets: [Double]
  /// Elements in sequence that share a scale; the scales then follow one another, again and again.
  public let groupLength: Int

  public init(scales: [Double], offsets: [Double]? = nil, groupLength: Int) {
    precondition(
      !scales.isEmpty && (offsets?.count ?? scales.count) == scales.count && groupLength > 0,
      "A format of \(scales.count) scales has as many offsets, and groups that are not empty.")
    self.scales = scales
    self.offsets = offsets ?? Array(repeating: 0, count: scales.count)
    self.groupLength = groupLength
  }

  /// One scale for all elements.
  public init(scale: Double, offset: Double = 0) {
    self.init(scales: [scale], offsets: [offset], groupLength: 1)
  }

  /// The real value of the element at `index` of its tensor.
  public func real(_ integer: Int16, at index: Int) -> Double {
    scale(at: index) * (Double(integer) + offsets[group(at: index)])
  }

  /// What one unit of the element at `index` stands for.
  public func scale(at index: Int) -> Double { scales[group(at: index)] }

  private func group(at index: Int) -> Int { index / groupLength % scales.count }
}
