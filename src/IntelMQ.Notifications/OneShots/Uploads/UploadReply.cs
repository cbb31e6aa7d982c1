namespace IntelMQ.Notifications.OneShots.Uploads;

/// <summary>What became of a slice, or of an announcement.</summary>
/// <param name="Upload">The upload as it is now; <see langword="null"/> where there is none.</param>
/// <param name="Refusal">Why nothing was taken, as a sentence; <see langword="null"/> where it was. Whoever uploads goes on at <see cref="Upload.Received"/>.</param>
public sealed record UploadReply(Upload? Upload, string? Refusal);
