namespace IntelMQ.Bots;

/// <summary>Reads the text of an answer.</summary>
/// <typeparam name="T">The answers.</typeparam>
/// <param name="text">The text; may have been written by anybody.</param>
/// <param name="answer">The answer.</param>
/// <returns>Whether it is one that can be used.</returns>
public delegate bool SharedAnswerReader<T>(string text, out T answer);
