/// Area and timing of a circuit in the cells of a library, before layout.
public struct SynthesisReport: Codable, Hashable, Sendable {
  /// Of the report as JSON; raised when a field changes its meaning or goes.
  public static let formatVersion = 1

  public struct Module: Codable, Hashable, Sendable {
    public var name: String
    /// How often it stands in the design.
    public var instances: Int
    /// um2 and cells of one instance, without its children and memories.
    public var area: Double
    public var cells: Int
    /// Its share of the design's logic, all instances together.
    public var share: Double
    /// The longest paths of the module with all that is in it, the longest first.
    public var paths: [TimingPath]
  }

  /// An instance, and those beside it of the same module.
  public struct Instance: Codable, Hashable, Sendable {
    /// Its name and those that it lies in: `u_engine.gen_line[0].u_line`; of several, the first.
    public var path: String
    public var module: String
    /// How many of the module are beside it, itself among them.
    public var count: Int
    /// um2 of its logic and of its memories, and its cells, with all that is in it.
    public var area: Double
    public var memoryArea: Double?
    public var cells: Int
  }

  /// A register that loads in every cycle.
  public struct OpenRegister: Codable, Hashable, Sendable {
    public var module: String
    /// As in the text.
    public var name: String
    /// In all instances of the module.
    public var bits: Int
  }

  public struct Memory: Codable, Hashable, Sendable {
    public var name: String
    public var words: Int
    public var widthBits: Int
    public var instances: Int
    /// um2, pJ for a word, and ns of one instance; nil without a table.
    public var figures: MemoryTable.Figures?
  }

  public var format = Self.formatVersion
  public var design: String
  public var library: String
  /// What the figures rest on, in sentences.
  public var conditions: [String]
  /// um2 of cells, and of memories.
  public var logicArea: Double
  public var memoryArea: Double?
  public var cells: Int
  /// The largest share of the logic first.
  public var modules: [Module]
  /// Parents before their children; what lies in several that are alike stands once.
  public var instances: [Instance]
  public var memories: [Memory]
  /// ns of the longest path of the whole design.
  public var longestPath: Double?
  /// The longest cycle of a memory, ns.
  public var memoryCycle: Double?
  /// Bits of registers without reset, and those that load under an enable.
  public var plainRegisterBits: Int
  public var enabledRegisterBits: Int
  /// Those without a reset that load in every cycle, the most bits first.
  public var openRegisters: [OpenRegister]
  /// Hand-written modules, which are not mapped.
  public var leftOut: [String]
  /// mW; nil as long as it is not estimated.
  public var power: Double?
}
