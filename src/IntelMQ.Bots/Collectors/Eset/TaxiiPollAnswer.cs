namespace IntelMQ.Bots.Collectors;

/// <summary>What a TAXII service answers to a poll.</summary>
/// <param name="Content">The content blocks.</param>
/// <param name="HasMore">Whether the answer has more parts.</param>
/// <param name="Result">What the answer is called, for its other parts.</param>
/// <param name="Part">Which part this is.</param>
internal sealed record TaxiiPollAnswer(IReadOnlyList<byte[]> Content, bool HasMore, string Result, int Part);
