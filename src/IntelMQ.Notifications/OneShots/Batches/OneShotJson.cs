using System.Text.Json.Serialization;
using IntelMQ.Notifications.OneShots.Mapping;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>One-shots as stores keep them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(OneShot))]
[JsonSerializable(typeof(MappingPreset))]
internal sealed partial class OneShotJson : JsonSerializerContext;
