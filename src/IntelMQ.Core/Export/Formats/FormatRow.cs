namespace IntelMQ.Export;

/// <summary>A row of a format's table: which member holds which field.</summary>
/// <param name="Field">The field's name; several, parted by commas, where the member is made of them; empty for a member that is always the same.</param>
/// <param name="Member">The member as the format's specification writes it, such as <c>source.as.number</c>.</param>
/// <param name="Direction">Whether the row is written, read, or both.</param>
/// <param name="Note">When the row counts, or what becomes of the value; empty where it stands there as it is.</param>
public sealed record FormatRow(string Field, string Member, FormatDirection Direction = FormatDirection.Both, string Note = "");
