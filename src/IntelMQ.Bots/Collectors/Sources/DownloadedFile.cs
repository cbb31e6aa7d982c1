namespace IntelMQ.Bots.Collectors;

/// <summary>A file as it was downloaded.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Charset">The character set that the server declares.</param>
/// <param name="FileName">The name that the server gives it.</param>
internal sealed record DownloadedFile(byte[] Data, string? Charset, string? FileName);
