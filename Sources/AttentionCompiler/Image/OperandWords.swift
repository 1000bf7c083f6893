import AttentionSpec

/// Features as words of the memory outside.
struct OperandWords {
  let features: Int
  let wordBytes: Int
  /// Words of a token of a head.
  let chunks: Int
  /// Features of decoded heads in their last chunk; 0 for all of a word.
  let lastFeatures: Int

  /// - Throws: `Refusal` for layers with codes whose heads do not end in one place.
  init(_ layers: [LayerInput], _ configuration: AcceleratorConfiguration) throws {
    features = configuration.featuresPerCycle
    wordBytes = StreamFormat(configuration).wordBytes
    chunks = layers.reduce(1) {
      max($0, configuration.chunks(headDimension: $1.headDimension))
    }
    let encoded = layers.enumerated().filter { $0.element.codes > 0 }
    guard let dimension = encoded.first?.element.headDimension else {
      lastFeatures = 0
      return
    }
    for (number, layer) in encoded
    where layer.headDimension != dimension || layer.headDimension <= (chunks - 1) * features {
      throw Refusal(
        "layer \(number): decoded heads have \(layer.headDimension.counted("feature")), but heads "
          + "of the program have others; put such layers into a program of their own.")
    }
    lastFeatures = dimension % features
  }

  var tokenBytes: Int { chunks * wordBytes }

  /// The words of some matrices, tokens x head dimension each, token by token.
  func bytes(_ matrices: [Matrix<Int8>], _ order: Order) -> [UInt8] {
    var bytes: [UInt8] = []
    let tokens = matrices.first?.rows ?? 0
    bytes.reserveCapacity(tokens * matrices.count * tokenBytes)
    for token in 0..<tokens {
      switch order {
      case .matrices:
        for matrix in matrices {
          for chunk in 0..<chunks { append(matrix.row(token), chunk, to: &bytes) }
        }
      case .chunks:
        for chunk in 0..<chunks {
          for matrix in matrices { append(matrix.row(token), chunk, to: &bytes) }
        }
      }
    }
    return bytes
  }

  enum Order {
    /// All chunks of a matrix, then those of the next: heads.
    case matrices
    /// A chunk of all matrices, then the next chunk: codes.
    case chunks
  }

  /// Appends a word: features of a chunk, and zeros.
  private func append(_ row: ArraySlice<Int8>, _ chunk: Int, to bytes: inout [UInt8]) {
    let word = row.dropFirst(chunk * features).prefix(features)
    bytes += word.map { UInt8(bitPattern: $0) }
    bytes += Array(repeating: 0, count: wordBytes - word.count)
  }

  /// The features of a head in a row of words.
  func features(_ bytes: ArraySlice<UInt8>, count: Int) -> [Int8] {
    (0..<count).map { feature in
      let (chunk, position) = feature.quotientAndRemainder(dividingBy: features)
      return Int8(bitPattern: bytes[bytes.startIndex + chunk * wordBytes + position])
    }
  }
}
