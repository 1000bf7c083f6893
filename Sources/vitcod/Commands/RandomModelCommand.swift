import ArgumentParser
import AttentionSpec
import ModelImport
import NetworkSpec
import TensorFiles

struct RandomModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "random-model",
    abstract: "Write a random network and random images of a shape, to try the other commands.",
    discussion: """
      The weights are drawn from a seed, as large as those of trained networks. What such a \
      network finds means nothing, but its sizes, its memories and its time are those of the \
      shape. The shape is that of DeiT-Tiny unless options say otherwise.

        vitcod random-model -o deit.safetensors --images images.npy
        vitcod run --model deit.safetensors --images images.npy --sparsity 0.9
      """)

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The network.", valueName: "safetensors"))
  var output: String

  @Option(help: ArgumentHelp("Normalised images, float32.", valueName: "npy"))
  var images: String?

  @Option(parsing: .unconditional, help: "How many images.")
  var count = 2

  @Option(parsing: .unconditional, help: "Channels of an image.")
  var channels = 3

  @Option(parsing: .unconditional, help: "Pixels of an image's side.")
  var imageSide = 224

  @Option(parsing: .unconditional, help: "Pixels of a patch's side.")
  var patchSide = 16

  @Option(parsing: .unconditional, help: "Features of a token.")
  var width = 192

  @Option(parsing: .unconditional, help: "Heads of a block.")
  var heads = 3

  @Option(parsing: .unconditional, help: "Blocks.")
  var blocks = 12

  @Option(parsing: .unconditional, help: "Features between the layers of a perceptron.")
  var hidden = 768

  @Option(parsing: .unconditional, help: "Classes.")
  var classes = 1000

  @Option(parsing: .unconditional, help: "Seed of all random numbers.")
  var seed: UInt64 = 1

  func validate() throws {
    try OutputKind.safetensors.check("-o", output)
    try OutputKind.npy.check("--images", images)
    guard (1...10_000).contains(count) else {
      throw ValidationError("--count is \(count) but may be 1 to 10000.")
    }
  }

  func run() throws {
    let shape = try NetworkShape(
      channels: channels, imageSide: imageSide, patchSide: patchSide, width: width, heads: heads,
      blocks: blocks, hidden: hidden, classes: classes)
    // A billion numbers are four gigabytes; no product of the sizes below overflows.
    let limit = 1 << 30
    guard channels <= 1 << 10, imageSide <= 1 << 14, shape.imageSize <= limit,
      count <= limit / shape.imageSize
    else {
      throw CommandFailure.usage(
        "\(count.counted("image")) of \(channels) x \(imageSide) x \(imageSide) have more than a "
          + "billion "
          + "numbers; choose fewer, or smaller ones.")
    }
    let perBlock = (4 * width + 2 * hidden) * width
    let outside = (shape.patchSize + shape.tokens + classes) * width
    guard width <= 1 << 14, hidden <= 1 << 16, blocks <= 1 << 10, perBlock <= limit,
      blocks * perBlock + outside <= limit
    else {
      throw CommandFailure.usage(
        "A network of \(blocks.counted("block")) of width \(width) with "
          + "\(hidden.counted("hidden feature")) has more than a billion weights; choose a "
          + "smaller one."
      )
    }
    let model = try OutputFile(path: output, inputs: [])
    let imageFile = try images.map { try OutputFile(path: $0, inputs: []) }
    var contents = [
      (
        file: model,
        bytes: try ModelFile.bytes(of: NetworkWeights.random(shape: shape, seed: seed))
      )
    ]
    if let imageFile {
      contents.append((imageFile, try NpyFile.bytes(of: Self.images(shape, count, seed: seed))))
    }
    try OutputFile.write(contents)
    try StandardStreams.print(
      "Wrote a network of \(blocks.counted("block")) of \(heads.counted("head")), width \(width), "
        + "\(shape.tokens.counted("token")) to \(output).")
  }

  /// Bell-shaped numbers with a standard deviation of 1: [count, channels, side, side].
  private static func images(_ shape: NetworkShape, _ count: Int, seed: UInt64) throws -> Tensor {
    var generator = SplitMix64(seed: seed &+ 1)
    let numbers = (0..<count * shape.imageSize).map { _ in
      Float(generator.bell(deviation: 4096)) / 4096
    }
    return try Tensor(
      shape: [count, shape.channels, shape.imageSide, shape.imageSide], elements: numbers)
  }
}
