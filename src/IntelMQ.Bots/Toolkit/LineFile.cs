namespace IntelMQ.Bots.Toolkit;

/// <summary>A file with one entry a line; blank lines and those that begin with # do not count.</summary>
internal static class LineFile
{
    private const long MaxBytes = 256L * 1024 * 1024;

    /// <summary>Reads the entries, without blanks around them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bot">The bot, for complaints.</param>
    /// <param name="parameter">The parameter that names the file, for complaints.</param>
    /// <exception cref="BotConfigurationException">The file cannot be read.</exception>
    public static List<string> Read(string path, string bot, string parameter)
    {
        try
        {
            var entries = new List<string>();
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new IOException("it has more than 256 MiB.");
            foreach (string line in File.ReadLines(path))
            {
                string entry = line.Trim();
                if (entry.Length > 0 && entry[0] != '#')
                    entries.Add(entry);
            }

            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BotConfigurationException(bot, [$"{parameter} is '{path}', which cannot be read: {exception.Message}"]);
        }
    }
}
