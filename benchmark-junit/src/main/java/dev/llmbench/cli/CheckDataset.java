package dev.llmbench.cli;

import dev.llmbench.dataset.DatasetCheck;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.TraceTimeUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a check of each dataset. */
@Command(
        name = "dataset",
        description = {
            "Prints how a load test would read a dataset: its format, the number of prompts, their tokens, duplicates,"
                    + " the first prompts, or what is wrong with it and on which lines.",
            "The exit status is 0, or 2 if a dataset cannot be used."
        },
        mixinStandardHelpOptions = true)
final class CheckDataset implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "DATASET",
            description = "a file of prompts or a trace, gzipped or not, or generated prompts, such as"
                    + " synthetic:prompt=512+-64,output=128")
    private List<String> datasets = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "the format, if it should not be recognised by content: ${COMPLETION-CANDIDATES}")
    private DatasetFormat format = DatasetFormat.AUTO;

    @Option(
            names = "--trace-time-unit",
            paramLabel = "UNIT",
            description = "the unit of a trace's times, if they are ambiguous: ${COMPLETION-CANDIDATES}")
    private TraceTimeUnit traceTimeUnit = TraceTimeUnit.AUTO;

    @Option(names = "--conversations", description = "reads each record as a conversation that is run turn by turn")
    private boolean conversations;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        DatasetOptions options = DatasetOptions.ofDefaults()
                .withFormat(format)
                .withConversations(conversations)
                .withTimeUnit(traceTimeUnit);
        int status = ExitStatus.PASSED;
        for (String dataset : datasets) {
            DatasetCheck check = DatasetCheck.of(
                    dataset, Path.of("").toAbsolutePath(), CheckDataset.class.getClassLoader(), options);
            boolean usable = check.problems().isBlank();
            (usable ? command.getOut() : command.getErr())
                    .println(check.toString().strip());
            status = usable ? status : ExitStatus.USAGE;
        }
        command.getOut().flush();
        command.getErr().flush();
        return status;
    }
}
