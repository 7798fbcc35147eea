package dev.entail.core.error;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A model with mistakes: carries every one of them, so that one run shows all there is to mend. */
public final class InvalidModelException extends EntailException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Creates the exception for a non-empty list of problems. */
    public InvalidModelException(String modelName, List<Problem> problems) {
        super(
                ErrorCode.MODEL_INVALID.name(),
                "Model '" + modelName + "' has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                        + problems.stream().map(p -> "\n  - " + p).collect(Collectors.joining()),
                Map.of(),
                null);
        this.problems = List.copyOf(problems);
    }

    /** All mistakes, in the order of the declarations. */
    public List<Problem> problems() {
        return problems;
    }
}
