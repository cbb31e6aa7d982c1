namespace IntelMQ.Bots.Toolkit;

/// <summary>The parameter <c>state_file</c> of experts that remember something between runs.</summary>
internal static class StateFileName
{
    public static void Validate(string? file, ICollection<string> complaints)
    {
        if (file?.Contains('\0', StringComparison.Ordinal) == true)
            complaints.Add("state_file holds a NUL character, so it is no path.");
    }
}
