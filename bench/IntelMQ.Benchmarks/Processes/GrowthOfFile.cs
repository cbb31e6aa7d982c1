namespace IntelMQ.Benchmarks.Processes;

/// <summary>How long each part of a file took to be written, from samples of its length.</summary>
internal static class GrowthOfFile
{
    /// <summary>The seconds of each part, of equal length; between samples the file is taken to have grown evenly.</summary>
    /// <param name="samples">Times and lengths, rising; the first is the start.</param>
    /// <param name="parts">How many.</param>
    public static IReadOnlyList<double> Parts(IReadOnlyList<(double Seconds, long Bytes)> samples, int parts)
    {
        if (samples.Count < 2)
            throw new ArgumentException("There are too few samples.", nameof(samples));
        (double start, long from) = samples[0];
        long length = samples[^1].Bytes - from;
        var seconds = new double[parts];
        int at = 0;
        for (int i = 0; i < parts; i++)
        {
            double end = from + ((double)length * (i + 1) / parts);
            while (at < samples.Count - 2 && samples[at + 1].Bytes < end)
                at++;
            (double beforeSeconds, long beforeBytes) = samples[at];
            (double afterSeconds, long afterBytes) = samples[at + 1];
            double reached = afterBytes == beforeBytes ? afterSeconds : beforeSeconds + ((afterSeconds - beforeSeconds) * (end - beforeBytes) / (afterBytes - beforeBytes));
            seconds[i] = reached - start;
            start = reached;
        }

        return seconds;
    }
}
