package dev.entail.benchmarks;

/** Something that stores a like: the event, the link and the count at both ends, in one transaction. */
interface Likes extends AutoCloseable {
    /** Stores a like of a post by a user, both numbered from 1. */
    void like(long user, long post);

    @Override
    void close();
}
