import AttentionSpec

/// A program of the accelerator: the plan of some layers and the memory image that runs it.
public struct AttentionProgram: Sendable {
  public let plan: AttentionPlan
  public let estimate: AttentionEstimate
  /// Before the run: what the outputs' window holds is 0.
  public let image: MemoryImage
  private let configuration: AcceleratorConfiguration
  private let parts: [LayerPart]
  private let words: OperandWords
  /// Where the outputs of each unit begin in their window.
  private let outputs: [Int]

  /// Compiles layers for a configuration.
  ///
  /// - Parameter program: One of the same masks and shapes with other operands, whose plan serves
  ///   again; nil for a new plan.
  /// - Throws: `Refusal` for a configuration that cannot be built, or for a layer that does not fit
  ///   it, by its number.
  public init(
    _ layers: [LayerInput], _ configuration: AcceleratorConfiguration,
    like program: AttentionProgram? = nil
  ) throws {
    try configuration.validate()
    try Self.check(layers, configuration)
    self.configuration = configuration
    parts = layers.enumerated().flatMap { number, layer in
      LayerPart.parts(of: layer, layer: number, configuration)
    }
    words = try OperandWords(layers, configuration)
    var parameters = TimingParameters(configuration)
    parameters.chunks = words.chunks
    let works = parts.map(\.work)
    if let program, program.configuration == configuration, program.parts.map(\.work) == works {
      (plan, estimate) = (program.plan, program.estimate)
    } else {
      (plan, estimate) = try planAttention(works, PlanningShape(configuration), parameters)
    }

    let format = StreamFormat(configuration)
    let index = IndexStreams(plan, format)
    var data = ImageLayout(alignment: max(format.beatBytes, configuration.port.burstBytes))
    let slotsOffset = data.place(index.slots)
    let rowsOffset = data.place(index.rows)
    var offsets = Self.place(parts, words, in: &data)
    var outputBytes = 0
    for (number, part) in parts.enumerated() {
      offsets[number].outputs = outputBytes
      let bytes = part.input.tokens * part.heads.count * words.tokenBytes
      outputBytes = ImageLayout.rounded(outputBytes + bytes, format.beatBytes)
    }
    outputs = offsets.map(\.outputs)
    let writer = ProgramWriter(
      configuration: configuration, words: words, plan: plan, parts: parts, offsets: offsets)
    let program = try writer.bytes(index, slotsOffset: slotsOffset, rowsOffset: rowsOffset)
    var image = ImageLayout(alignment: max(format.beatBytes, configuration.port.burstBytes))
    _ = image.place(program)
    let dataStart = image.place(data.bytes)
    let outputStart = image.place(Array(repeating: 0, count: outputBytes))
    self.image = MemoryImage(
      bytes: image.bytes, program: 0..<program.count, data: dataStart..<outputStart,
      outputs: outputStart..<outputStart + outputBytes)
  }

  /// Places the operands of all parts; parts of a layer share its codes.
  private static func place(
    _ parts: [LayerPart], _ words: OperandWords, in data: inout ImageLayout
  ) -> [ProgramWriter.Offsets] {
    var codes: (layer: Int, offsets: [OperandMemory: Int])?
    return parts.map { part in
      var operands: [OperandMemory: Int] = [:]
      switch part.input.queriesAndKeys {
      case .plain(let queries, let keys):
        operands[.queries] = data.place(words.bytes(Array(queries[part.heads]), .matrices))
        operands[.keys] = data.place(words.bytes(Array(keys[part.heads]), .matrices))
      case .encoded(let queries, let keys):
        if let codes, codes.layer == part.layer {
          operands = codes.offsets
        } else {
          operands[.queries] = data.place(words.bytes(queries.codes, .chunks))
          operands[.keys] = data.place(words.bytes(keys.codes, .chunks))
          codes = (part.layer, operands)
        }
      }
      operands[.values] = data.place(words.bytes(Array(part.input.values[part.heads]), .matrices))
      return ProgramWriter.Offsets(operands: operands, outputs: 0)
    }
  }

  /// The layer that a unit of the plan is of, or a part of.
  public func layer(ofUnit unit: Int) -> Int { parts[unit].layer }

  /// The heads of its layer that a unit of the plan has.
  public func heads(ofUnit unit: Int) -> Range<Int> { parts[unit].heads }

  /// The units of the plan that a layer is made of.
  public func units(ofLayer layer: Int) -> [Int] {
    parts.indices.filter { parts[$0].layer == layer }
  }

  /// When the last output of a layer is written by the estimate, from the start write on.
  public func estimatedEnd(ofLayer layer: Int) -> Int {
    units(ofLayer: layer).map { estimate.unitEnds[$0] }.max() ?? 0
  }

  /// Where the outputs of a unit of the plan are in the window of outputs.
  public func outputs(ofUnit unit: Int) -> Range<Int> {
    let part = parts[unit]
    let bytes = part.input.tokens * part.heads.count * words.tokenBytes
    return outputs[unit]..<outputs[unit] + bytes
  }

  /// The output of a head, tokens x head dimension, from the image after a run.
  public func output(layer: Int, head: Int, of image: MemoryImage) -> Matrix<Int8>? {
    guard
      let unit = parts.firstIndex(where: { $0.layer == layer && $0.heads.contains(head) })
    else { return nil }
    let part = parts[unit]
    let start = image.outputs.lowerBound + outputs[unit]
    let features = (0..<part.input.tokens).flatMap { token in
      let row = token * part.heads.count + head - part.heads.lowerBound
      return words.features(
        image.bytes[(start + row * words.tokenBytes)...], count: part.input.headDimension)
    }
    return try? Matrix(
      rows: part.input.tokens, columns: part.input.headDimension, storage: features)
  }

  private static func check(
    _ layers: [LayerInput], _ configuration: AcceleratorConfiguration
  ) throws {
    guard !layers.isEmpty else { throw Refusal("A program has no layer; give it one at least.") }
    let capacity = configuration.capacity
    for (number, layer) in layers.enumerated() {
      let limits = [
        ("token", layer.tokens, "tokens", capacity.tokens),
        ("feature", layer.headDimension, "headDimension", capacity.headDimension),
      ]
      for (noun, count, field, limit) in limits where count > limit {
        throw Refusal(
          "layer \(number): a head has \(count.counted(noun)) but capacity.\(field) is \(limit); "
            + "raise it.")
      }
      let codesMax = configuration.decoder.codesMax
      guard layer.codes <= codesMax else {
        throw Refusal(
          "layer \(number): a token has \(layer.codes.counted("code")) but decoder.codesMax is "
            + "\(codesMax); raise it.")
      }
      for (head, workload) in layer.heads.enumerated() where !workload.denserColumns.isEmpty {
        throw Refusal(
          "layer \(number), head \(head): the mask has denser columns, which this accelerator has "
            + "no engine for; give the mask as a whole.")
      }
    }
  }
}
