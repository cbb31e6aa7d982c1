using System.Text.Json.Serialization;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>How what is asked and answered is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlProblem))]
[JsonSerializable(typeof(ControlMessages))]
[JsonSerializable(typeof(ControlCount))]
[JsonSerializable(typeof(ControlQueues))]
[JsonSerializable(typeof(ControlLines))]
[JsonSerializable(typeof(HostStatus))]
[JsonSerializable(typeof(HostTrial))]
[JsonSerializable(typeof(HostFailures))]
internal sealed partial class ControlJson : JsonSerializerContext;
