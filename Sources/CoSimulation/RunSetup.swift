/// What, beside the configuration, another run needs to give the same report.
public struct RunSetup: Sendable, Equatable, Codable {
  /// The version of vitcod.
  public var version: String
  /// Of the operands, and of the pauses of the memory.
  public var seed: UInt64
  /// The name of the mask file, without its folder; `embedded`, or `dense` for operands of a file.
  public var maskSource: String
  /// Which array of the mask file, if it was asked for by name.
  public var maskMember: String?
  /// What True means in the mask file, `pruned` or `kept`; nil for embedded masks.
  public var maskMeaning: String?
  /// Cycles, bytes a cycle, and the share of cycles in which the memory pauses.
  public var memoryLatency: Int
  public var memoryBandwidth: Double
  public var memoryPauses: Double
  /// The name of the folder of files that were simulated in place of the generated ones.
  public var rtl: String?
  /// The name of the file of the operands, without its folder; nil for random ones.
  public var operandSource: String?

  public init(
    version: String, seed: UInt64, maskSource: String = "embedded", maskMember: String? = nil,
    maskMeaning: String? = nil, memoryLatency: Int = 100, memoryBandwidth: Double = 153.6,
    memoryPauses: Double = 0, rtl: String? = nil, operandSource: String? = nil
  ) {
    self.version = version
    self.seed = seed
    self.maskSource = maskSource
    self.maskMember = maskMember
    self.maskMeaning = maskMeaning
    self.memoryLatency = memoryLatency
    self.memoryBandwidth = memoryBandwidth
    self.memoryPauses = memoryPauses
    self.rtl = rtl
    self.operandSource = operandSource
  }
}
