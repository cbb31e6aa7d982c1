namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>What a look-up of contacts found.</summary>
/// <param name="Rows">The rows that are valid.</param>
/// <param name="WithContact">Those of them that somebody is told.</param>
/// <param name="WithoutContact">Those of them without a contact.</param>
/// <param name="Inhibited">Those of them that nobody is to be told, as a contact or the row says.</param>
/// <param name="Unmatched">The first of the rows that nobody is told, with the reason.</param>
/// <param name="Silent">The sources that gave no answer, with the reason.</param>
public sealed record OneShotContacts(long Rows, long WithContact, long WithoutContact, long Inhibited, IReadOnlyList<UnmatchedRow> Unmatched, IReadOnlyList<string> Silent);
