using System.ComponentModel;
using System.Diagnostics;

namespace IntelMQ.Tool.Commands;

/// <summary>The user's editor: <c>VISUAL</c>, else <c>EDITOR</c>, else <c>vi</c>; started with a file of the user's own, without a shell.</summary>
internal static class TextEditor
{
    private const long MaxBytes = 256 << 20;

    /// <summary>Lets a text be edited.</summary>
    /// <returns>The text then; <see langword="null"/> where the editor ended with an error.</returns>
    /// <exception cref="IOException">There is no such editor.</exception>
    public static async Task<string?> EditAsync(string text, CancellationToken cancellationToken)
    {
        string[] words = (Named("VISUAL") ?? Named("EDITOR") ?? "vi").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("intelmq-edit-");
        try
        {
            string file = Path.Combine(folder.FullName, "message.json");
            await File.WriteAllTextAsync(file, text, cancellationToken).ConfigureAwait(false);
            using var editor = new Process { StartInfo = new ProcessStartInfo(words[0], [.. words[1..], file]) { UseShellExecute = false } };
            try
            {
                editor.Start();
            }
            catch (Win32Exception exception)
            {
                throw new IOException($"The editor '{words[0]}' cannot be started: {exception.Message}. Name another one in the variable EDITOR.", exception);
            }

            await editor.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (editor.ExitCode != 0 || new FileInfo(file) is not { Exists: true, Length: <= MaxBytes })
                return null;
            return await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { } value && value.Trim().Length > 0 ? value : null;
}
