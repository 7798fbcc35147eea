package dev.entail.benchmarks.reading;

import java.util.List;

/** Something that reads a page of a blog. */
@FunctionalInterface
interface Pages {
    /** How many posts a page has. */
    int SIZE = 50;

    /** How many comments are shown of each post, the newest first. */
    int NEWEST = 3;

    /** The posts before this one, the newest first. */
    List<PostView> before(long post);

    /**
     * A post on the page.
     *
     * @param comments the newest ones
     */
    record PostView(long id, String title, long likes, String author, List<CommentView> comments) {}

    /** A comment on the page. */
    record CommentView(long id, String text) {}
}
