using System.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>A private key for SSH that was given as text, in a file that only the user may read.</summary>
internal static class SshKeyFile
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";
    private const int LineLength = 70;

    /// <summary>Writes the key, in whatever lines it was given, as OpenSSH reads it.</summary>
    /// <param name="path">The file; what was there goes.</param>
    /// <param name="key">The key.</param>
    public static void Write(string path, string key)
    {
        string body = string.Concat(key.Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal).Where(static c => !char.IsWhiteSpace(c)));
        var text = new StringBuilder(Begin).Append('\n');
        for (int i = 0; i < body.Length; i += LineLength)
            text.Append(body, i, Math.Min(LineLength, body.Length - i)).Append('\n');
        text.Append(End).Append('\n');
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
