package dev.entail.runtime.verification;

/**
 * How far the computing of a value has come.
 *
 * @param path record and value, such as {@code Post.likeCount}
 * @param looked how many records have been looked at
 */
public record Progress(String path, long looked) {}
