package dev.entail.benchmarks.like;

/** Something that stores likes. Thread-safe. */
interface Likes extends AutoCloseable {
    /**
     * Creates users, and as many posts.
     *
     * @return their ids
     */
    World create(int users, int posts) throws Exception;

    /** Stores a like that has not been there. */
    void like(long user, long post) throws Exception;

    /**
     * Makes sure that all counts are right.
     *
     * @throws IllegalStateException if they are not
     */
    void check() throws Exception;

    @Override
    void close();

    /**
     * Users and posts.
     *
     * @param users ids
     * @param posts ids
     */
    record World(long[] users, long[] posts) {}
}
