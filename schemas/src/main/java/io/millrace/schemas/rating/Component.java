package io.millrace.schemas.rating;

/** What a rate is for. Reasoning, audio, image and video rates apply where a price has one; otherwise the class they are part of. */
public enum Component {
    INPUT,
    CACHE_READ,
    CACHE_WRITE_5M,
    CACHE_WRITE_1H,
    OUTPUT,
    REASONING,
    AUDIO_INPUT,
    IMAGE_INPUT,
    VIDEO_INPUT,
    AUDIO_OUTPUT,
    IMAGE_OUTPUT,
    IMAGE,
    MEDIA_SECOND,
    CHARACTER,
    SEARCH,
    REQUEST,
    UNKNOWN
}
