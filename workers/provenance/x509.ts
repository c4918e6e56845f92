/** @peculiar/x509 with what it asks for: its dependency injection wants Reflect's metadata first. */
import 'reflect-metadata/lite';

export * from '@peculiar/x509';
