package dev.entail.testkit.history;

import dev.entail.testkit.history.History.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A history as lines of a file, so that it can be played again. */
final class Replay {
    private static final String MODEL = "model ";
    private static final String STEP = "transaction";
    private static final String ROLLBACK = "transaction rolled back";
    private static final String OPERATION = "  do ";
    private static final String QUESTION = "  ask ";

    private Replay() {}

    /**
     * What to play.
     *
     * @param model what the model grew from; 0 if it was not random
     * @param history the history
     */
    record Recorded(long model, History history) {}

    static void write(Path file, Recorded recorded, List<String> comments) {
        List<String> lines = new ArrayList<>();
        comments.forEach(comment -> comment.lines().forEach(line -> lines.add("# " + line)));
        lines.add(MODEL + recorded.model());
        for (Step step : recorded.history().steps()) {
            lines.add(step.rollback() ? ROLLBACK : STEP);
            step.operations().forEach(gene -> lines.add(OPERATION + gene));
            step.questions().forEach(gene -> lines.add(QUESTION + gene));
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recorded read(Path file) {
        long model = 0;
        List<Step> steps = new ArrayList<>();
        List<Gene> operations = new ArrayList<>();
        List<Gene> questions = new ArrayList<>();
        boolean rollback = false;
        boolean open = false;
        for (String line : lines(file)) {
            if (line.startsWith(MODEL)) {
                model = Long.parseLong(line.substring(MODEL.length()).trim());
            } else if (line.startsWith(STEP)) {
                if (open) {
                    steps.add(new Step(operations, rollback, questions));
                }
                open = true;
                rollback = line.equals(ROLLBACK);
                operations = new ArrayList<>();
                questions = new ArrayList<>();
            } else if (line.startsWith(OPERATION)) {
                operations.add(Gene.parse(line.substring(OPERATION.length())));
            } else if (line.startsWith(QUESTION)) {
                questions.add(Gene.parse(line.substring(QUESTION.length())));
            }
        }
        if (open) {
            steps.add(new Step(operations, rollback, questions));
        }
        return new Recorded(model, new History(steps));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the history to be played again", e);
        }
    }
}
