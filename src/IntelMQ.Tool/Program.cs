// The command intelmq. Data goes to standard output, progress and complaints to standard error.

using IntelMQ.Tool;

return await IntelMQCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
