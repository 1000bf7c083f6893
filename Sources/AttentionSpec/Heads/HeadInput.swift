/// The tensors of one attention head, and how they are quantised.
public struct HeadInput: Sendable, Equatable {
  /// `tokens` x `headDimension`, as are `keys` and `values`.
  public let queries: Matrix<Int8>
  public let keys: Matrix<Int8>
  public let values: Matrix<Int8>
  public let quantization: HeadQuantization

  public var tokens: Int { queries.rows }
  public var headDimension: Int { queries.columns }

  /// - Throws: `Refusal` if the shapes differ or are outside what `NumberFormats` allows.
  public init(
    queries: Matrix<Int8>, keys: Matrix<Int8>, values: Matrix<Int8>,
    quantization: HeadQuantization
  ) throws {
    for (name, matrix) in [("keys", keys), ("values", values)]
    where matrix.rows != queries.rows || matrix.columns != queries.columns {
      throw Refusal(
        "The \(name) are \(matrix.rows) x \(matrix.columns) but the queries are "
          + "\(queries.rows) x \(queries.columns); give three tensors of one shape.")
    }
    guard (1...NumberFormats.tokensMax).contains(queries.rows) else {
      throw Refusal(
        "A head of \(queries.rows.counted("token")) is outside 1...\(NumberFormats.tokensMax); "
          + "give a head with a token count in that range.")
    }
    guard (1...NumberFormats.headDimensionMax).contains(queries.columns) else {
      throw Refusal(
        "A head dimension of \(queries.columns) is outside "
          + "1...\(NumberFormats.headDimensionMax); give the features of one head.")
    }
    self.queries = queries
    self.keys = keys
    self.values = values
    self.quantization = quantization
  }
}
