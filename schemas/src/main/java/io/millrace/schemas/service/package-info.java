/** The shape that every service has: how it starts and ends, and its door for people and monitors. */
@NullMarked
package io.millrace.schemas.service;

import org.jspecify.annotations.NullMarked;
