using System.Text;

namespace IntelMQ.Bots;

/// <summary>
/// Secrets of the system: <c>${env:NAME}</c> is an environment variable, <c>${file:/run/secrets/name}</c> the text of a file of at most
/// 64 KiB, UTF-8, without its last line end.
/// </summary>
public sealed class SystemSecrets : ISecretStore
{
    private const int MaxFile = 64 * 1024;

    private SystemSecrets()
    {
    }

    /// <summary>The only one.</summary>
    public static SystemSecrets Instance { get; } = new();

    /// <inheritdoc/>
    public string? Find(string kind, string name, out string? problem)
    {
        problem = null;
        switch (kind)
        {
            case "env":
                string? value = Environment.GetEnvironmentVariable(name);
                if (value is null)
                    problem = $"there is no environment variable '{name}'";
                return value;
            case "file":
                return Read(name, out problem);
            default:
                problem = $"'{kind}' is no kind of secrets: env and file are";
                return null;
        }
    }

    private static string? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[MaxFile + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxFile)
            {
                problem = $"the file '{path}' has more than 64 KiB";
                return null;
            }

            string text = Encoding.UTF8.GetString(buffer, 0, length);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"the file '{path}' cannot be read";
            return null;
        }
    }
}
