package dev.entail.storage.spi;

import java.sql.SQLException;

/** Tells what an error of one database means. Implementations inspect the whole chain, including batch errors. */
@FunctionalInterface
public interface ErrorClassifier {
    /** Classifies; never throws, and answers {@link ErrorClass#OTHER} without evidence for anything better. */
    DatabaseError classify(SQLException error);
}
