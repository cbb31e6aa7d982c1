namespace IntelMQ.Jobs;

/// <summary>A job that somebody works on.</summary>
/// <param name="Job">The job as it was taken up.</param>
/// <param name="Worker">Who works on it.</param>
/// <remarks>Whose time has run out, and whose job was taken up by another, is told so and changes nothing any more: the attempt tells the two apart.</remarks>
public sealed record JobLease(Job Job, string Worker);
