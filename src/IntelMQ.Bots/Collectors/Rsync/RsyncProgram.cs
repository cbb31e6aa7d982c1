using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Runs rsync, without a shell.</summary>
internal static class RsyncProgram
{
    private const int MaxError = 4000;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="timeout">The time after which it is ended.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It cannot be run, fails, or takes too long.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("rsync", arguments) { RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"The program rsync cannot be run: {exception.Message}", exception);
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                Task output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, either.Token);
                string error = await ReadAsync(process.StandardError, either.Token).ConfigureAwait(false);
                await output.ConfigureAwait(false);
                await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
                if (process.ExitCode != 0)
                    throw new IOException(string.Create(CultureInfo.InvariantCulture, $"rsync failed with {process.ExitCode}: {Printable.Of(error.Trim())}"));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"rsync was not done within {timeout.TotalSeconds:0} seconds, which rsync_timeout allows.");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new char[MaxError];
        int length = 0;
        var block = new char[1024];
        while (await reader.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            int part = Math.Min(read, MaxError - length);
            block.AsSpan(0, part).CopyTo(kept.AsSpan(length));
            length += part;
        }

        return new string(kept, 0, length);
    }
}
