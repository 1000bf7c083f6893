import AttentionSpec
import TensorFiles

/// Queries, keys and values of heads in a file npz or safetensors: arrays of these names, each
/// `[n, d]`, `[heads, n, d]` or `[blocks, heads, n, d]` with one row a token.
///
/// They are floats, or int8 beside `query_scale`, `key_scale` and `value_scale`: what one unit
/// stands for, one number, or one for each head. `output_scale` may say the same of the output.
public struct OperandFile: Sendable {
  public let path: String
  public let blocks: Int
  /// Heads of each block.
  public let heads: Int
  public let tokens: Int
  public let headDimension: Int
  private let operands: Operands
  /// One a head; nil for the scales of the values.
  private let outputScales: [Double]?

  private enum Operands {
    case real([[Double]])
    /// The scales are one a head.
    case integers([Tensor], scales: [[Double]])
  }

  private static let names = ["queries", "keys", "values"]
  private static let scaleNames = ["query_scale", "key_scale", "value_scale"]
  private static let outputScaleName = "output_scale"

  /// - Throws: `Refusal` for a file that cannot be read, arrays that are missing, of another
  ///   name, shape or type, or numbers that are not finite.
  public init(path: String) throws(Refusal) {
    self.path = path
    let arrays = try Self.arrays(path)
    let known = Self.names + Self.scaleNames + [Self.outputScaleName]
    if let missing = Self.names.first(where: { arrays[$0] == nil }) {
      throw Refusal(
        in: path, "There is no array \(missing); the file has to hold queries, keys and values.")
    }
    if let unknown = arrays.keys.sorted().first(where: { !known.contains($0) }) {
      throw Refusal(
        in: path,
        "The array \(unknown.shown) is none of \(known.joined(separator: ", ")); leave it out.")
    }
    let tensors = Self.names.compactMap { arrays[$0] }
    let shape = try Self.shape(of: tensors)
    (blocks, heads, tokens, headDimension) = (shape[0], shape[1], shape[2], shape[3])
    let count = blocks * heads
    outputScales = try arrays[Self.outputScaleName].map { tensor throws(Refusal) in
      try Self.scales(tensor, heads: count)
    }
    if tensors.allSatisfy({ $0.elementType == .int8 }) {
      var scales: [[Double]] = []
      for (name, operand) in zip(Self.scaleNames, Self.names) {
        guard let tensor = arrays[name] else {
          throw Refusal(
            in: path,
            "The \(operand) are int8, but no array \(name) says what one unit stands for; add it, "
              + "or give floats.")
        }
        scales.append(try Self.scales(tensor, heads: count))
      }
      operands = .integers(tensors, scales: scales)
      return
    }
    if let scale = Self.scaleNames.first(where: { arrays[$0] != nil }) {
      throw Refusal(
        in: path,
        "The array \(scale) belongs to int8, but \(Self.types(tensors)); leave it out, or give all "
          + "three as int8.")
    }
    var numbers: [[Double]] = []
    for tensor in tensors { numbers.append(try Self.finiteNumbers(tensor, tensors)) }
    operands = .real(numbers)
  }

  /// The operands of one head.
  ///
  /// - Throws: `Refusal` for scales whose quotients no format holds.
  public func input(block: Int, head: Int) throws -> HeadInput {
    precondition(
      (0..<blocks).contains(block) && (0..<heads).contains(head),
      "Block \(block), head \(head) is outside \(blocks) x \(heads) heads.")
    let index = block * heads + head
    let size = tokens * headDimension
    do {
      switch operands {
      case .real(let numbers):
        let matrices = try numbers.map { numbers in
          try Matrix(
            rows: tokens, columns: headDimension,
            storage: Array(numbers[index * size..<(index + 1) * size]))
        }
        return try .quantized(
          queries: matrices[0], keys: matrices[1], values: matrices[2],
          outputScale: outputScales?[index])
      case .integers(let tensors, let scales):
        let matrices = try tensors.map { tensor in
          try Matrix(
            rows: tokens, columns: headDimension,
            storage: tensor.bytes[index * size..<(index + 1) * size].map { Int8(bitPattern: $0) })
        }
        return try HeadInput(
          queries: matrices[0], keys: matrices[1], values: matrices[2],
          quantization: HeadQuantization(
            queryScale: scales[0][index], keyScale: scales[1][index], valueScale: scales[2][index],
            outputScale: outputScales?[index] ?? scales[2][index], headDimension: headDimension))
      }
    } catch let refusal as Refusal {
      throw Refusal("In block \(block), head \(head): \(refusal.description)")
    }
  }

  private static func arrays(_ path: String) throws(Refusal) -> [String: Tensor] {
    var arrays: [String: Tensor] = [:]
    if ArrayFile.isNpz(path) {
      let file = try NpzFile(path: path)
      for name in file.names { arrays[name] = try file.tensor(name) }
    } else if path.lowercased().hasSuffix(".safetensors") {
      let file = try SafetensorsFile(path: path)
      for entry in file.entries { arrays[entry.name] = try file.tensor(entry.name) }
    } else {
      throw Refusal(
        in: path.isEmpty ? "The operands" : path,
        "Queries, keys and values are several arrays; give a file .npz or .safetensors.")
    }
    return arrays
  }

  /// Blocks, heads, tokens and features.
  private static func shape(of tensors: [Tensor]) throws(Refusal) -> [Int] {
    let shape = tensors[0].shape
    guard (2...4).contains(shape.count), !shape.contains(0),
      shape[shape.count - 2] <= NumberFormats.tokensMax,
      shape[shape.count - 1] <= NumberFormats.headDimensionMax
    else {
      throw Refusal(
        in: tensors[0].origin,
        "The shape is \(shape), but operands are [n, d], [heads, n, d] or [blocks, heads, n, d] "
          + "with 1 to \(NumberFormats.tokensMax) tokens and 1 to "
          + "\(NumberFormats.headDimensionMax) features; reshape the array.")
    }
    for tensor in tensors where tensor.shape != shape {
      throw Refusal(
        in: tensor.origin,
        "The shape is \(tensor.shape), but that of the queries is \(shape); give three arrays of "
          + "one shape.")
    }
    return Array(repeating: 1, count: 4 - shape.count) + shape
  }

  private static func finiteNumbers(
    _ tensor: Tensor, _ tensors: [Tensor]
  ) throws(Refusal) -> [Double] {
    guard [.float16, .bfloat16, .float32, .float64].contains(tensor.elementType) else {
      throw Refusal(
        in: tensor.origin,
        "Operands are all floats or all int8, but \(types(tensors)); convert the arrays.")
    }
    let numbers = tensor.numbers()
    if let place = numbers.firstIndex(where: { !$0.isFinite }) {
      let width = tensor.shape[tensor.shape.count - 1]
      throw Refusal(
        in: tensor.origin,
        "Feature \(place % width) of row \(place / width) is \(numbers[place]), but all must be "
          + "finite; look for what made it before the file was written.")
    }
    return numbers
  }

  private static func types(_ tensors: [Tensor]) -> String {
    let types = tensors.map(\.elementType.rawValue)
    return "queries, keys and values are \(types.joined(separator: ", "))"
  }

  /// One scale a head.
  private static func scales(_ tensor: Tensor, heads: Int) throws(Refusal) -> [Double] {
    guard tensor.count == 1 || tensor.count == heads else {
      throw Refusal(
        in: tensor.origin,
        "There \(tensor.count == 1 ? "is" : "are") \(tensor.count.counted("scale")) for "
          + "\(heads.counted("head")); give one, or one for each head.")
    }
    let scales = tensor.numbers()
    if let scale = scales.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw Refusal(
        in: tensor.origin,
        "A scale is \(scale), but what a unit stands for is above 0 and finite; calibrate again.")
    }
    return scales.count == heads ? scales : Array(repeating: scales[0], count: heads)
  }
}
