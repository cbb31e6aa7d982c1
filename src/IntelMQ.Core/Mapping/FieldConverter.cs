using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>Turns a cell into what the field's harmonization type is then handed.</summary>
/// <param name="value">The cell; never missing or null.</param>
/// <param name="buffer">Takes the result where it is not a part of the cell; only appended to.</param>
/// <returns>
/// The value; <see cref="Harmonized.None"/> where the cell stands for nothing; or the reason why it cannot be converted. Must not throw.
/// </returns>
public delegate Harmonized FieldConverter(FieldValue value, Utf8Buffer buffer);

/// <summary>As <see cref="FieldConverter"/>, with the other cells of the row at hand.</summary>
/// <param name="value">The cell; never missing or null.</param>
/// <param name="row">The row that the cell stands in.</param>
/// <param name="buffer">Takes the result where it is not a part of the cell; only appended to.</param>
/// <returns>As for <see cref="FieldConverter"/>.</returns>
public delegate Harmonized RowConverter(FieldValue value, Row row, Utf8Buffer buffer);
