/** The services as processes of their own. */
@NullMarked
package io.millrace.standalone.service;

import org.jspecify.annotations.NullMarked;
