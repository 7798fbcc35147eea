package dev.entail.benchmarks.start;

import dev.entail.Entail;
import dev.entail.benchmarks.like.LikeModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;

/** A program that opens a model on a new database, dispatches a like, and ends. */
public final class EntailStart {
    private EntailStart() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] args) {
        try (Entail entail = Entail.open(StartWorkload.URL, LikeModel.counted())) {
            RecordId ann = entail.create(LikeModel.USER, Draft.of("name", "Ann"));
            RecordId first = entail.create(LikeModel.POST, Draft.of("title", "First"));
            entail.dispatch(LikeModel.LIKE_POST, call -> call.by(ann).payload("post", first))
                    .orThrow();
            System.out.println(StartWorkload.COMMITTED);
        }
    }
}
